package yours

import (
	"wireside/labs/decide/exercise"
	"wireside/labs/decide/exercise/choose"
)

var chooseEntries = []Entry{{exercise.Choices.Info, choose.Started}}
