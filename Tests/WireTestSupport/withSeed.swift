import Foundation

/// Runs a test's body with a generator of its own; an error that it throws comes out with the seed.
///
/// `WSCOPE_SEED` repeats a run.
public func withSeed<Value>(_ body: (inout SeededGenerator) throws -> Value) throws -> Value {
  var generator = fresh()
  let seed = generator.seed
  do {
    return try body(&generator)
  } catch {
    throw SeededFailure(seed: seed, underlying: error)
  }
}

/// The same for a body that waits.
public func withSeed<Value>(
  isolation: isolated (any Actor)? = #isolation, _ body: (inout SeededGenerator) async throws -> Value
) async throws -> Value {
  var generator = fresh()
  let seed = generator.seed
  do {
    return try await body(&generator)
  } catch {
    throw SeededFailure(seed: seed, underlying: error)
  }
}

private func fresh() -> SeededGenerator {
  let given = ProcessInfo.processInfo.environment["WSCOPE_SEED"].flatMap { UInt64($0) }
  return SeededGenerator(seed: given ?? .random(in: .min ... .max))
}
