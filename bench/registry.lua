-- Another question each time: words, slips of the finger, filters and their combinations.
local questions = {
  "q=snack", "q=snak", "q=warung+soto", "q=siti", "q=batik+weleri", "q=bandeng",
  "q=gula+aren", "q=sri+wahyuni", "q=kopi", "q=jahit+boja", "online=no", "online=no&district=33.24.12",
  "size=mikro", "stage=legality", "stage=marketing&online=no", "q=toko&district=33.24.07",
  "sort=name", "q=snack&online=no", "q=laundri", "q=",
}
local turn = 0
request = function()
  turn = turn % #questions + 1
  return wrk.format("GET", "/registry?" .. questions[turn])
end
