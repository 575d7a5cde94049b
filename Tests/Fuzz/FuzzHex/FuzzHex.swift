// Invariant: reading hex, base64 or a frame's words never traps, and what is written is read back.
import FuzzDriver
import FuzzSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzHex_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try InspectInvariants.hex($0) }
}
