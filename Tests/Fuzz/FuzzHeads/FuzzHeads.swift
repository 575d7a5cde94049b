// Invariant: any bytes are a head of which nothing is lost, and both roles answer it the same however it is cut.
import CLibFuzzer
import FuzzSupport
import WireTestSupport

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.hold(start, count, WireInvariants.heads)
}

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzHeads_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, words) = (count, words)
  return LLVMFuzzerRunDriver(&count, &words, testOneInput)
}
