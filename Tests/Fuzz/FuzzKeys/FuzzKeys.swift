// Invariant: whatever keys are pressed, readline goes on, and the next line arrives as it was typed.
import FuzzDriver
import FuzzKeysSupport
import WireTestSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzKeys_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { input in
    guard let reader = KeyReader.shared else { throw InvariantBroken("there are no descriptors") }
    try reader.check(input)
  }
}
