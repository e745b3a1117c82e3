using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Features.Decisions;

namespace AmiGovernance.Cli.Features.Decisions;

/// <param name="Request">The call as the command line describes it, and where its policies are.</param>
/// <param name="OwnerFiles">Files that say whose images are.</param>
/// <param name="ErrorText">The text of an AWS error that tells more of the call; null for none.</param>
/// <param name="EventPath">A file with a CloudTrail record that tells more of the call; null for none.</param>
/// <param name="Live">How AWS is reached; null when it is not asked.</param>
internal sealed record ExplainArguments(
    ExplainRequest Request,
    IReadOnlyList<string> OwnerFiles,
    string? ErrorText,
    string? EventPath,
    AwsSettings? Live,
    StockArguments Stock,
    IReadOnlyList<OutputTarget> Targets
);
