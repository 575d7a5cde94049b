// Invariant: any bytes are a HAR file or a fault with its place, and what is written of it has the same messages.
import FuzzDriver
import FuzzSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzHAR_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try RecordingInvariants.har($0) }
}
