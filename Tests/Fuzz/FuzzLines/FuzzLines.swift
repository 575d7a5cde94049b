// Invariant: any bytes are a recording or a fault with its place, the same whole and in pieces, and what is recorded of it is read again.
import FuzzDriver
import FuzzSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzLines_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try RecordingInvariants.lines($0) }
}
