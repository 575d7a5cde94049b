// Invariant: an open connection that reads anything ends once, for one reason, with bounded output.
import FuzzDriver
import WireTestSupport

/// The name under which the package manager looks for an executable's main function.
@_cdecl("FuzzConnection_main")
public func runFuzzer(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  FuzzDriver.run(count, words) { try WireInvariants.connection($0) }
}
