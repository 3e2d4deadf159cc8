// What the pages gain from script. Every page works without it; nothing here holds a rule.
import { followWork } from "./progress";
import { offerCopy } from "./copy";
import { guardTwice } from "./once";
import { answerByKey } from "./keys";
import { sendOnChange } from "./filters";
import { sendWhenChosen } from "./send";

followWork();
offerCopy();
guardTwice();
sendOnChange();
sendWhenChosen();
answerByKey();
