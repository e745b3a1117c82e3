using System.Collections.Immutable;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Preflight;

namespace AmiGovernance.Cli.Features.Mcp;

/// <summary>The questions that clients may ask. Each is a command that reads; docs/reference/mcp.md lists them.</summary>
internal static class McpTools
{
    /// <summary>In characters; encoded authorization messages have some thousand.</summary>
    private const int LongestError = 32 << 10;

    private const int LongestFile = 1 << 20;

    private static readonly ToolParameter Account = new("account", "The account that launches (12 digits)");

    private static readonly ToolParameter At = new("at", "The time of the call (ISO 8601, UTC); default: now");

    private static readonly ToolParameter Region = new("region", "Such as eu-central-1");

    /// <param name="isLive">Whether tools may call AWS, with the credentials at hand.</param>
    public static ImmutableArray<McpTool> All(bool isLive) =>
        [
            ExplainError,
            IsImageAllowed,
            FindApprovedImage,
            isLive ? Plan : Difference,
            WhoIsAffected,
            isLive ? Status : History,
            Preflight,
        ];

    private static readonly McpTool ExplainError = new(
        "explain_error",
        "Explains an error that AWS gave for a call with an image: what blocked it, why, and which image to use instead",
        [
            new ToolParameter("error", "The error as AWS printed it", LongestError) { IsRequired = true },
            Account,
            Region,
            At,
        ],
        given =>
            [
                "explain",
                .. given.Option("error", "--from-error"),
                .. given.Option(Account.Name, "--account"),
                .. given.Option(Region.Name, "--region"),
                .. given.Option(At.Name, "--at"),
            ]
    );

    private static readonly McpTool IsImageAllowed = new(
        "is_image_allowed",
        "Whether an image may be launched, by the policies of the repository: give its id, or its owner and name",
        [
            new ToolParameter("image", "The image's id"),
            new ToolParameter("owner", "The image's owner: an account id, or an alias such as amazon"),
            new ToolParameter("name", "The image's name"),
            new ToolParameter("action", "Such as ec2:RunInstances (the default) or ec2:CopyImage"),
            new ToolParameter("principal", "The caller's role or user ARN"),
            Account,
            Region,
            At,
        ],
        given =>
            [
                "explain",
                .. given.Option("image", "--image"),
                .. given.Option("owner", "--image-owner"),
                .. given.Option("name", "--image-name"),
                .. given.Option("action", "--action"),
                .. given.Option("principal", "--principal"),
                .. given.Option(Account.Name, "--account"),
                .. given.Option(Region.Name, "--region"),
                .. given.Option(At.Name, "--at"),
            ]
    );

    private static readonly McpTool FindApprovedImage = new(
        "find_approved_image",
        "Finds approved images for a need, such as `ubuntu 24.04 arm64`, in a Region",
        [
            new ToolParameter("need", "System, version and architecture") { IsRequired = true, IsWord = true },
            Region with
            {
                IsRequired = true,
            },
            Account,
        ],
        given =>
            [
                "images",
                "find",
                given.Text("need") ?? "",
                .. given.Option(Region.Name, "--region"),
                .. given.Option(Account.Name, "--account"),
            ]
    );

    private static readonly McpTool Difference = new(
        "what_would_change",
        "What changes in meaning from one folder of policies, or policy file, to another",
        [
            new ToolParameter("old", "A folder that generate wrote, or a policy file")
            {
                IsRequired = true,
                IsPath = true,
            },
            new ToolParameter("new", "The same, to compare with; default: dist") { IsPath = true },
        ],
        given => ["diff", .. given.All("old"), .. given.All("new")]
    );

    private static readonly McpTool Plan = new(
        "what_would_change",
        "What a deployment of the repository's policies would change in the organization; reads AWS, changes nothing",
        [],
        _ => ["plan"]
    );

    private static readonly McpTool WhoIsAffected = new(
        "who_is_affected",
        "Which accounts and images enforcement would break, by the findings of backtest and impact that are recorded",
        [],
        _ => ["triage", "list"]
    );

    private static readonly McpTool Status = new(
        "status",
        "Where the rollout stands, what drifts and who is not covered; reads AWS",
        [],
        _ => ["status"]
    );

    private static readonly McpTool History = new(
        "status",
        "What was deployed, when and by whom, by the records in the repository",
        [],
        _ => ["history"]
    );

    private static readonly McpTool Preflight = new(
        "preflight",
        "Judges the images that Terraform, CloudFormation and other files name: files of the repository, or a text",
        [
            new ToolParameter("paths", "Files and folders of the repository") { IsList = true, IsPath = true },
            new ToolParameter("text", "The text of a file that need not exist", LongestFile) { MayBeEmpty = true },
            new ToolParameter("name", "The name of that file, which says its language; default: main.tf")
            {
                IsPath = true,
            },
            Account,
            Region,
            new ToolParameter("mode", "Judge by this mode") { Choices = ["audit_mode", "enabled"] },
        ],
        given =>
            [
                "preflight",
                .. given.All("paths"),
                .. NameOf(given),
                .. given.Option(Account.Name, "--account"),
                .. given.Option(Region.Name, "--region"),
                .. given.Option("mode", "--mode"),
            ]
    )
    {
        Given = TextOf,
        Missing = WhatIsMissing,
    };

    private static string? WhatIsMissing(ToolArguments given)
    {
        if (TextOf(given) is { } text)
            return PreflightLanguages.Knows(text.Name)
                ? null
                : $"`name` says in which language the text is, by one of the endings {PreflightLanguages.Endings}";
        if (given.Text("name") is not null)
            return "`text` is missing: `name` says what language it is";
        return given.All("paths").Length == 0 ? "`paths` or `text` is missing: what is to be judged" : null;
    }

    private static string[] NameOf(ToolArguments given) => TextOf(given) is { } text ? [text.Name] : [];

    private static GivenText? TextOf(ToolArguments given) =>
        given.Text("text") is { } text ? new GivenText(given.Text("name") ?? "main.tf", text) : null;
}
