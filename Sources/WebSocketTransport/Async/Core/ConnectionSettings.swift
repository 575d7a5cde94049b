import Logging

/// What both roles of a connection are told.
struct ConnectionSettings: Sendable {
  var closeTime: Duration
  var pingInterval: Duration?
  var pingTimeout: Duration
  var logger: Logger?
}
