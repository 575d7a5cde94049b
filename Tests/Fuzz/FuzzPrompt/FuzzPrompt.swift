// Invariant: reading a line of a prompt never traps, and a message stays as it is.
import FuzzDriver
import FuzzPromptSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzPrompt_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try PromptInvariants.line($0) }
}
