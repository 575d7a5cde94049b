// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

let package = Package(
  name: "wscope",
  platforms: [.macOS(.v26)],
  products: [
    .executable(name: "wscope", targets: ["wscope"]),
    .library(name: "WebSocketWire", targets: ["WebSocketWire"]),
    .library(name: "WebSocketTransport", targets: ["WebSocketTransport"]),
    .library(name: "WebSocketInspect", targets: ["WebSocketInspect"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
  ],
  targets: [
    .executableTarget(name: "wscope", dependencies: ["WScopeCommands"], swiftSettings: settings),
    .target(
      name: "WScopeCommands",
      dependencies: [
        "WebSocketConversation", "WebSocketInspect", "WebSocketTransport", "WebSocketWire", nioCore, nioPosix,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .target(
      name: "WebSocketTransport", dependencies: ["WebSocketWire", nioCore, nioPosix, nioSSL, nioTLS],
      swiftSettings: settings),
    .target(name: "WebSocketConversation", dependencies: ["WebSocketWire"], swiftSettings: settings),
    .target(name: "WebSocketInspect", dependencies: ["WebSocketWire"], swiftSettings: settings),
    .target(
      name: "WebSocketWire", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),

    .target(
      name: "WireTestSupport", dependencies: ["WebSocketWire"], path: "Tests/WireTestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "WebSocketWireTests", dependencies: ["WebSocketWire", "WireTestSupport"],
      resources: [.copy("Vectors")],
      swiftSettings: settings),
    .testTarget(
      name: "WebSocketInspectTests", dependencies: ["WebSocketInspect", "WebSocketWire", "WireTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "WebSocketConversationTests", dependencies: ["WebSocketConversation", "WebSocketWire"],
      swiftSettings: settings),
    .testTarget(
      name: "WebSocketTransportTests",
      dependencies: ["WebSocketTransport", "WebSocketWire", nioCore, nioPosix],
      swiftSettings: settings),
    .testTarget(name: "AcceptanceTests", dependencies: [], swiftSettings: settings),
  ]
)
