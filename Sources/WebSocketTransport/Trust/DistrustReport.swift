import NIOConcurrencyHelpers
import X509

/// Keeps the first reason that a policy has found against a chain, which the verifier itself tells only as text.
final class DistrustReport: Sendable {
  private let reason = NIOLockedValueBox<Distrust?>(nil)

  var first: Distrust? { reason.withLockedValue { $0 } }

  func reject(_ distrust: Distrust) -> PolicyEvaluationResult {
    reason.withLockedValue { if $0 == nil { $0 = distrust } }
    return .failsToMeetPolicy(reason: "\(distrust)")
  }
}
