/// The bridge from libFuzzer to an invariant.
public enum Fuzzing {
  /// Copies the input and holds it to the invariant; a broken one stops the process, which is how libFuzzer learns of it.
  public static func hold(
    _ start: UnsafePointer<UInt8>?, _ count: Int, _ invariant: ([UInt8]) throws -> Void
  ) -> CInt {
    do {
      try invariant(Array(UnsafeBufferPointer(start: start, count: count)))
      return 0
    } catch {
      fatalError("\(error)")
    }
  }
}
