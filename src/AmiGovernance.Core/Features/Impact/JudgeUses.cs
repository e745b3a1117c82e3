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
    DateTimeOffset now,
    PolicySet? enforced
)
{
    /// <summary>A role that no policy names: who will launch is not known.</summary>
    private const string AnyRole = "somebody";

    private readonly JudgeCalls judge = new(policies, owners, management, now) { Enforced = enforced };

    /// <summary>Null when both layers allow.</summary>
    public Judgement? Judge(ImageUse use) => judge.Judge(LaunchBy(RoleOf(use), use));

    /// <summary>
    /// Whether only the role that launches keeps it alive: the account itself may not launch the image.
    /// </summary>
    public bool IsLeftOpen(ImageUse use) =>
        use.ServiceLinkedRole.Length > 0
        && judge.Judge(LaunchBy(AnyRole, use)) is { Verdict: Verdict.Denied or Verdict.Marked };

    public string OwnerOf(ImageUse use) => owners.Find(ImageOf(use))?.IamOwner ?? ImageOwners.Unknown;

    /// <summary>Named as a backtest names it.</summary>
    public string FindingOf(ImageUse use) => FindingId.Of(LaunchBy(AnyRole, use));

    private static string RoleOf(ImageUse use) =>
        use.ServiceLinkedRole.Length > 0 ? $"aws-service-role/{use.ServiceLinkedRole}" : AnyRole;

    private static string ImageOf(ImageUse use) => use.Image?.Value ?? "";

    private ReportedCalls LaunchBy(string role, ImageUse use)
    {
        var key = new TrailKey
        {
            Kind = CallKind.Launch,
            Action = "ec2:RunInstances",
            Account = use.Account.Value,
            Region = use.Region.Value,
            Principal = $"arn:{partition}:iam::{use.Account}:role/{role}",
            Image = ImageOf(use),
        };
        return new ReportedCalls(key, "", "", OwnerOf(use), 1, null, null);
    }
}
