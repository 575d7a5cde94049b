// Invariant: whatever keys are pressed, readline goes on, and the next line arrives as it was typed.
import CLibFuzzer
import FuzzKeysSupport
import FuzzSupport
import WireTestSupport

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.hold(start, count) { input in
    guard let reader = KeyReader.shared else { throw InvariantBroken("there are no descriptors") }
    try reader.check(input)
  }
}

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzKeys_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, words) = (count, words)
  return LLVMFuzzerRunDriver(&count, &words, testOneInput)
}
