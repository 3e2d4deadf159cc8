-- What a list of a million rows has to pay for once more with each row.

-- Nobody is looked up by phone: sign-in is by account, and linkage keeps its own index. An index of random
-- places is the dearest thing of a bulk load.
DROP INDEX person_phone;
