package experiments

var claims11 = []Claim{}
