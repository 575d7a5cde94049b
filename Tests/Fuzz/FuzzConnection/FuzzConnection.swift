// Invariant: an open connection that reads anything ends once, for one reason, with bounded output.
import CLibFuzzer
import FuzzSupport
import WireTestSupport

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.hold(start, count, WireInvariants.connection)
}

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzConnection_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, words) = (count, words)
  return LLVMFuzzerRunDriver(&count, &words, testOneInput)
}
