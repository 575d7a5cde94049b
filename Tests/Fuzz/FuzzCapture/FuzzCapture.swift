// Invariant: any bytes are a capture or a fault with its place, the same whole and in pieces, and no more payload than there are bytes.
import CLibFuzzer
import FuzzSupport

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.hold(start, count, CaptureInvariants.capture)
}

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzCapture_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, words) = (count, words)
  return LLVMFuzzerRunDriver(&count, &words, testOneInput)
}
