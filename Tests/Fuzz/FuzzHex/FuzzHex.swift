// Invariant: reading hex, base64 or a frame's words never traps, and what is written is read back.
import CLibFuzzer
import FuzzSupport

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.hold(start, count, InspectInvariants.hex)
}

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzHex_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, words) = (count, words)
  return LLVMFuzzerRunDriver(&count, &words, testOneInput)
}
