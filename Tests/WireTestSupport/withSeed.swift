import Foundation

/// Runs a test's body with a generator of its own; an error that it throws comes out with the seed.
///
/// `WSCOPE_SEED` repeats a run.
public func withSeed<Value>(_ body: (inout SeededGenerator) throws -> Value) throws -> Value {
  let given = ProcessInfo.processInfo.environment["WSCOPE_SEED"].flatMap { UInt64($0) }
  var generator = SeededGenerator(seed: given ?? .random(in: .min ... .max))
  let seed = generator.seed
  do {
    return try body(&generator)
  } catch {
    throw SeededFailure(seed: seed, underlying: error)
  }
}
