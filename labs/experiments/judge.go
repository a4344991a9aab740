package experiments

// MaxTrials is how many trials of a setup are judged: the first ones.
const MaxTrials = 100

// Judge answers each case of a claim from the trials, and says what the answers come to. The caller fills in At, Client, Server
// and Broken.
func Judge(c Claim, trials []Trial) Result { return Result{} }

// Decide returns the verdict that answers come to.
func Decide(answers ...Answer) Verdict { return Inconclusive }
