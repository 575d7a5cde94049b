// Invariant: any bytes are frames, the same whole and in pieces, and written again they are the same bytes.
import FuzzDriver
import WireTestSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzFrames_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try WireInvariants.frames($0) }
}
