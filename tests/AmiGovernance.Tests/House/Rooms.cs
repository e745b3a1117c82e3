namespace AmiGovernance.Tests.House;

/// <summary>
/// The order of the house, from which <see cref="ArchitectureTests"/> tells what may use what. The tables of docs/architecture.md are
/// held to these lists.
/// </summary>
internal static class Rooms
{
    /// <summary>The folders of Core: each uses only those before it. Features stand in their own list.</summary>
    public static readonly string[] CoreFolders =
    [
        "Base.Text",
        "Base.Diagnostics",
        "Base.Identifiers",
        "Base.Json",
        "Policies.Iam",
        "Policies.Declarative",
        "Policies.Organizations",
        "Governance.Facts",
        "Governance.Config",
        "Governance.Generation",
        "Governance.Rules",
        "Governance.Proof",
        "Ports",
        "Features",
    ];

    /// <summary>
    /// The features of Core, each with the features that it uses; it may use only what stands before it and is named here. What is
    /// not named is a decision to be made, not an accident.
    /// </summary>
    public static readonly (string Feature, string[] Uses)[] Features =
    [
        ("Organizations", []),
        ("Planning", ["Organizations"]),
        ("Calibration", ["Planning"]),
        ("Authoring", ["Calibration"]),
        ("Decisions", ["Authoring", "Calibration"]),
        ("CodeHosts", []),
        ("Notifications", ["CodeHosts"]),
        ("Writers", []),
        ("Trail", ["Decisions"]),
        ("Images", ["Authoring"]),
        ("Catalog", ["Decisions"]),
        ("Impact", ["Decisions", "Trail"]),
        ("Preflight", ["Authoring", "Decisions", "Images"]),
        ("Bundles", ["Authoring", "Decisions", "Planning"]),
        ("Exceptions", ["Authoring", "Notifications", "Planning", "Trail"]),
        ("Validation", ["Authoring", "Calibration", "Decisions", "Exceptions"]),
        ("Proposals", ["Authoring", "Decisions", "Planning", "Exceptions", "Validation"]),
        ("Discovery", ["Decisions", "Trail", "Images", "Impact", "Exceptions", "Proposals"]),
        (
            "Rollout",
            ["Authoring", "Calibration", "Decisions", "Organizations", "Planning", "Writers", "Trail", "Validation"]
        ),
        (
            "Watch",
            ["Authoring", "Decisions", "Notifications", "Organizations", "Planning", "Rollout", "Trail", "Writers"]
        ),
        ("Handover", ["Authoring", "Exceptions", "Planning", "Rollout"]),
        ("Adoption", ["Decisions", "Planning", "Writers"]),
        ("Monitoring", ["Planning"]),
        ("Verification", ["Authoring", "Calibration", "Decisions", "Organizations", "Planning", "Trail"]),
        ("Doctor", ["Authoring", "Organizations", "Planning", "Writers", "Validation"]),
        (
            "Reporting",
            [
                "Adoption",
                "Authoring",
                "Bundles",
                "Calibration",
                "CodeHosts",
                "Decisions",
                "Discovery",
                "Doctor",
                "Exceptions",
                "Handover",
                "Images",
                "Impact",
                "Monitoring",
                "Planning",
                "Preflight",
                "Rollout",
                "Trail",
                "Verification",
                "Watch",
                "Writers",
            ]
        ),
    ];

    /// <summary>Projects that the command line alone brings together.</summary>
    public static readonly string[] BehindDoors =
    [
        "AmiGovernance.Aws",
        "AmiGovernance.Console",
        "AmiGovernance.Sandbox",
    ];

    /// <summary>What the command line may see of the other projects: their doors, not their insides.</summary>
    public static readonly string[] Doors =
    [
        "AmiGovernance.Aws",
        "AmiGovernance.Aws.Session",
        "AmiGovernance.Console",
        "AmiGovernance.Console.Charts",
        "AmiGovernance.Console.Hosting",
        "AmiGovernance.Console.Pages",
        "AmiGovernance.Sandbox.CloudTrail",
        "AmiGovernance.Sandbox.Generation",
        "AmiGovernance.Sandbox.Hosting",
        "AmiGovernance.Sandbox.World",
    ];

    /// <summary>
    /// What Core must not touch, beside what BannedSymbols.txt forbids member by member. The environment is forbidden there alone:
    /// async iterators of the compiler ask it for the thread.
    /// </summary>
    public static readonly string[] Outside =
    [
        "System.Console",
        "System.Diagnostics.Process",
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.Random",
        "System.Threading.Thread",
    ];

    public static readonly string[] OutsideNamespaces =
    [
        "System.Net.Http",
        "System.Net.Mail",
        "System.Net.Sockets",
        "Microsoft.",
        "Amazon",
    ];
}
