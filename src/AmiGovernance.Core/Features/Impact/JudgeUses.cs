using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Ports.Impact;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.Core.Features.Impact;

/// <summary>Decides the launch that a use stands for, as a backtest decides a recorded one.</summary>
internal sealed class JudgeUses(
    PolicySet policies,
    ImageOwners owners,
    AccountId management,
    string partition,
    DateTimeOffset now
)
{
    /// <summary>A role that no policy names: who will launch is not known.</summary>
    private const string AnyRole = "somebody";

    private readonly JudgeCalls judge = new(policies, owners, management, now);

    /// <summary>Null when both layers allow.</summary>
    public (Verdict Verdict, ImmutableArray<string> DeniedBy)? Judge(ImageUse use) =>
        judge.Judge(LaunchOf(use, use.ServiceLinkedRole));

    /// <summary>Whether only the role that launches keeps it alive: the account itself may not launch the image.</summary>
    public bool IsLeftOpen(ImageUse use) =>
        use.ServiceLinkedRole.Length > 0 && judge.Judge(LaunchOf(use, "")) is { Verdict: Verdict.Denied };

    public string OwnerOf(ImageUse use) => owners.Find(use.ImageId)?.IamOwner ?? ImageOwners.Unknown;

    /// <summary>Named as a backtest names it.</summary>
    public string FindingOf(ImageUse use) => BacktestTrail.Id(LaunchOf(use, ""));

    private ReportedCalls LaunchOf(ImageUse use, string serviceLinkedRole)
    {
        var key = new TrailKey
        {
            Kind = CallKind.Launch,
            Action = "ec2:RunInstances",
            Account = use.Account,
            Region = use.Region,
            Principal =
                $"arn:{partition}:iam::{use.Account}:role/{(serviceLinkedRole.Length > 0 ? $"aws-service-role/{serviceLinkedRole}" : AnyRole)}",
            Image = use.ImageId,
        };
        return new ReportedCalls(key, "", "", OwnerOf(use), 1, null, null);
    }
}
