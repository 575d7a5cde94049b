/// The statuses of the program, one cause each; the numbers from 64 on follow `sysexits.h` as far as it goes.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  /// What was compared is not equal.
  case different = 1
  case usage = 64
  case badData = 65
  case noInput = 66
  case hostNotFound = 68
  case unreachable = 69
  case software = 70
  case cannotCreate = 73
  case writeFailed = 74
  case deadline = 75
  case protocolBroken = 76
  case tls = 77
  case refused = 78
  case closedWithError = 79
  case lost = 80
  case notWebSocket = 81

  /// What a shell sees when a signal ended a program.
  static func signal(_ number: Int32) -> Int32 { 128 + number }
}
