import CLibFuzzer
import FuzzSupport

/// Runs libFuzzer over an invariant.
public enum FuzzDriver {
  /// libFuzzer calls a function of C, which has no context; set once, before it runs.
  nonisolated(unsafe) private static var invariant: ([UInt8]) throws -> Void = { _ in }

  /// `count` and `words` are the arguments of the process. Returns its status.
  public static func run(
    _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
    _ invariant: @escaping ([UInt8]) throws -> Void
  ) -> CInt {
    Self.invariant = invariant
    var (count, words) = (count, words)
    return LLVMFuzzerRunDriver(&count, &words, testOneInput)
  }

  fileprivate static func hold(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Fuzzing.hold(start, count, invariant)
  }
}

/// The name that libFuzzer's own main function asks for, though it is not the one that runs.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzDriver.hold(start, count)
}
