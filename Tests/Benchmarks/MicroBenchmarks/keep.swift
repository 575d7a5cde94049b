/// Makes the optimiser believe that a value is used.
@inline(never)
@_optimize(none)
func keep<Value>(_ value: Value) {}
