// Invariant: any bytes are a head of which nothing is lost, and both roles answer it the same however it is cut.
import FuzzDriver
import WireTestSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzHeads_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try WireInvariants.heads($0) }
}
