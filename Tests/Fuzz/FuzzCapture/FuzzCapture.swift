// Invariant: any bytes are a capture or a fault with its place, the same whole and in pieces, and no more payload than there are bytes.
import FuzzDriver
import FuzzSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzCapture_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try CaptureInvariants.capture($0) }
}
