// swift-tools-version: 6.2
import PackageDescription

/// Set by `make fuzz` alone, for its targets have no `main` of their own.
let isFuzzing = Context.environment["WSCOPE_FUZZ"] == "1"

/// Set by `make bench` alone, so that nothing else builds what only it runs.
let isMeasuring = Context.environment["WSCOPE_BENCH"] == "1"

let settings: [SwiftSetting] =
  [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : [])

func fuzzTarget(_ name: String, _ support: Target.Dependency? = nil) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["FuzzDriver", "FuzzSupport", "WireTestSupport"] + (support.map { [$0] } ?? []),
    path: "Tests/Fuzz/\(name)",
    swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
}

func example(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: "examples/\(name)", packageAccess: false,
    swiftSettings: settings)
}

let fuzzTargets =
  isFuzzing
  ? [
    .target(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
    .target(
      name: "FuzzDriver", dependencies: ["CLibFuzzer", "FuzzSupport"], path: "Tests/Fuzz/FuzzDriver",
      swiftSettings: settings),
  ]
    + ["FuzzFrames", "FuzzHeads", "FuzzConnection", "FuzzHex", "FuzzCapture", "FuzzLines", "FuzzHAR"]
    .map { fuzzTarget($0) }
    + [fuzzTarget("FuzzPrompt", "FuzzPromptSupport"), fuzzTarget("FuzzKeys", "FuzzKeysSupport")] : []

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioConcurrencyHelpers = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let swiftASN1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

let benchmarkTargets: [Target] =
  isMeasuring
  ? [
    .target(name: "CReference", path: "Tests/Benchmarks/CReference"),
    .executableTarget(
      name: "MicroBenchmarks", dependencies: ["CReference", "CZlib", "WebSocketWire"],
      path: "Tests/Benchmarks/MicroBenchmarks", swiftSettings: settings),
    .executableTarget(
      name: "LibraryBenchmarks",
      dependencies: [
        "WebSocketTransport", "WebSocketWire", nioCore, nioPosix,
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      path: "Tests/Benchmarks/LibraryBenchmarks", packageAccess: false, swiftSettings: settings),
  ] : []

// Debian's file names flags that the package manager warns of, and needs none of them.
#if os(macOS)
  let readlineConfiguration: String? = "readline"
#else
  let readlineConfiguration: String? = nil
#endif

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
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
  ],
  targets: [
    .executableTarget(name: "wscope", dependencies: ["WScopeCommands"], swiftSettings: settings),
    .target(
      name: "WScopeCommands",
      dependencies: [
        "CPCRE2", "CTerminal", "LineEditor", "SystemCalls", "WebSocketCapture", "WebSocketConversation",
        "WebSocketInspect",
        "WebSocketTransport", "WebSocketWire", nioConcurrencyHelpers, nioCore, nioPosix,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "WebSocketTransport",
      dependencies: [
        "SystemCalls", "WebSocketWire", nioConcurrencyHelpers, nioCore, nioPosix, nioSSL, nioTLS, swiftASN1,
        x509,
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .target(name: "WebSocketConversation", dependencies: ["WebSocketWire"], swiftSettings: settings),
    .target(
      name: "WebSocketCapture", dependencies: ["CZlib", "WebSocketWire"],
      exclude: ["wscope-events.schema.json"],
      swiftSettings: settings),
    .target(
      name: "WebSocketInspect", dependencies: ["CTerminal", "WebSocketWire"], swiftSettings: settings),
    .target(
      name: "WebSocketWire", dependencies: ["CZlib", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(
      name: "LineEditor", dependencies: ["CReadline", "CTerminal", "SystemCalls"], swiftSettings: settings),
    .target(name: "SystemCalls", swiftSettings: settings),
    .target(name: "CTerminal"),
    .systemLibrary(
      name: "CReadline", pkgConfig: readlineConfiguration,
      providers: [.apt(["libreadline-dev"]), .brew(["readline"])]),

    // The examples see what another package sees.
    example("EchoClient", ["WebSocketTransport"]),
    example("DecodeHex", ["WebSocketInspect", "WebSocketWire"]),
    example("InMemory", ["WebSocketWire"]),
    example("OverPipes", ["WebSocketWire"]),
    example("EchoServer", ["WebSocketTransport"]),
    example("ChatServer", ["WebSocketTransport", "WebSocketWire"]),
    example("ChatClient", ["WebSocketTransport"]),
    example("Tap", ["WebSocketTransport", "WebSocketWire", nioCore, nioPosix]),

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
      name: "WebSocketCaptureTests",
      dependencies: ["FuzzSupport", "WebSocketCapture", "WebSocketWire", "WireTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "WebSocketConversationTests", dependencies: ["WebSocketConversation", "WebSocketWire"],
      swiftSettings: settings),
    .testTarget(
      name: "WebSocketTransportTests",
      dependencies: [
        "ForkFixture", "SystemCalls", "WebSocketTransport", "WebSocketWire", "WireTestSupport", nioCore,
        nioEmbedded, nioPosix, nioSSL, swiftASN1, x509,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "ForkFixture", dependencies: ["SystemCalls", "WebSocketTransport", "WebSocketWire"],
      path: "Tests/ForkFixture",
      swiftSettings: settings),
    // As programs of other packages use the library: `Tests/LibraryClient` is a package too.
    .testTarget(
      name: "LibraryClientTests",
      dependencies: [
        "ArticleCode", "LibraryStress", "WebSocketTransport", "WebSocketWire", nioCore, nioPosix,
      ],
      path: "Tests/LibraryClient/Tests/LibraryClientTests", packageAccess: false, swiftSettings: settings),
    .target(
      name: "ArticleCode", dependencies: ["WebSocketTransport", "WebSocketWire", nioCore, nioPosix],
      path: "Tests/LibraryClient/Sources/ArticleCode", packageAccess: false, swiftSettings: settings),
    .executableTarget(
      name: "LibraryStress", dependencies: ["WebSocketTransport", "WebSocketWire"],
      path: "Tests/LibraryClient/Sources/LibraryStress", packageAccess: false, swiftSettings: settings),
    .target(
      name: "FuzzSupport",
      dependencies: ["WebSocketCapture", "WebSocketInspect", "WebSocketWire", "WireTestSupport"],
      path: "Tests/Fuzz/FuzzSupport", swiftSettings: settings),
    .target(
      name: "FuzzPromptSupport", dependencies: ["WScopeCommands", "WebSocketWire", "WireTestSupport"],
      path: "Tests/Fuzz/FuzzPromptSupport", swiftSettings: settings),
    .target(
      name: "FuzzKeysSupport", dependencies: ["LineEditor", "WireTestSupport"],
      path: "Tests/Fuzz/FuzzKeysSupport", swiftSettings: settings),
    .testTarget(
      name: "FuzzSeedTests",
      dependencies: ["FuzzPromptSupport", "FuzzSupport", "LineEditorFixture", "WireTestSupport"],
      path: "Tests/Fuzz/FuzzSeedTests",
      swiftSettings: settings),
    .executableTarget(
      name: "ManualWriter", dependencies: ["WScopeCommands", "WebSocketInspect", "WebSocketWire"],
      path: "Tests/ManualWriter",
      swiftSettings: settings),
    .target(
      name: "TerminalTestSupport", dependencies: ["SystemCalls"], path: "Tests/TerminalTestSupport",
      swiftSettings: settings),
    .executableTarget(
      name: "LineEditorFixture", dependencies: ["FuzzKeysSupport", "LineEditor"],
      path: "Tests/LineEditorFixture",
      swiftSettings: settings),
    .testTarget(
      name: "LineEditorTests", dependencies: ["LineEditor", "LineEditorFixture", "TerminalTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "WScopeCommandsTests",
      dependencies: [
        "LineEditor", "SystemCalls", "WScopeCommands", "WebSocketCapture", "WebSocketConversation",
        "WebSocketInspect",
        "WebSocketTransport", "WebSocketWire", "WireTestSupport", nioCore, nioPosix,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: ["SystemCalls", "TerminalTestSupport", "WebSocketWire", "WireTestSupport"],
      swiftSettings: settings),
  ] + fuzzTargets + benchmarkTargets
)
