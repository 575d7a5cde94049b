import Logging

/// The settings that both roles of a connection have.
struct ConnectionSettings: Sendable {
  var closeTime: Duration
  var pingInterval: Duration?
  var pingTimeout: Duration
  var logger: Logger?
}
