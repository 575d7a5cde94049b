// Invariant: reading a line of a prompt never traps, and a message stays as it is.
import CLibFuzzer
import FuzzPromptSupport
import FuzzSupport

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzing.hold(start, count, PromptInvariants.line)
}

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzPrompt_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, words) = (count, words)
  return LLVMFuzzerRunDriver(&count, &words, testOneInput)
}
