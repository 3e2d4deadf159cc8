import-title = Import
import-lead = Bring in the census or an outside list, however its columns are laid out. Nothing is stored before you have checked the preview.
import-source = Where the list comes from
import-source-hint = For example: MSME census 2026, Weleri district. The column mapping is remembered for it.
import-file = File
import-file-hint = CSV, XLSX, XLS or ODS; at most { $limit }.
import-upload = Upload and preview
import-earlier = Earlier imports
import-none = No import yet. The first file will be listed here.
import-when = Time
import-state = State
import-rows = Rows
import-new = new
import-updated = updated
import-unchanged = unchanged
import-rejected = rejected
import-state-running = Running
import-state-done = Done
import-state-undone = Undone
import-state-failed = Failed
preview-title = Check the columns
preview-lead = We guessed what each column holds. Mend what is wrong, skip what is not needed, then run it.
preview-rows = { $n ->
    [one] First { $shown } row
   *[other] First { $shown } rows
}
preview-line = Row
preview-skip = (skip)
preview-sure = Sure
preview-likely = Likely
preview-unsure = Check
preview-none = Skipped
preview-run = Run the import
preview-drop = Discard this file
running-title = The import is running
running-text = You may close this page; the import goes on and its report is kept.
running-again = See the latest
running-words = { $n ->
    [one] { $shown } row done
   *[other] { $shown } rows done
}
report-title = Import report
report-rejected = Rejected rows
report-rejected-text = Download the file, mend the marked cells, and import just that file again.
report-download = Download the rejected rows (XLSX)
report-problems = What to mend
report-more = { $n ->
    [one] and { $shown } more row in the download
   *[other] and { $shown } more rows in the download
}
report-undo = Undo this import
report-undo-text = Everything this import said is withdrawn. Data from other sources is not touched.
report-undo-sure = Yes, I am sure
report-undo-go = Undo the import
import-state-undoing = Being undone
import-noted = taken in with a cell left out
preview-total = { $n ->
    [one] { $shown } row in this file
   *[other] { $shown } rows in this file
}
import-day = Day of the facts
import-day-hint = Since when its contents hold. Leave it empty for today.
report-specimens = { $n ->
    [one] { $shown } row has a sample NIK (serial 0000), which is nobody's. Unless this is a demonstration, undo this import.
   *[other] { $shown } rows have a sample NIK (serial 0000), which is nobody's. Unless this is a demonstration, undo this import.
}
