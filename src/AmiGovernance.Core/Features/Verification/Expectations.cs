using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>
/// What the policies that the configuration gives today, in one mode, make of a call. It is asked without AWS, so that AWS's
/// answers can be held against it.
/// </summary>
internal sealed class Expectations
{
    /// <summary>A role that no configuration exempts.</summary>
    private const string AnyRole = "amigov-any-role";

    private readonly Authorization authorization;
    private readonly DateTimeOffset now;

    private Expectations(GeneratedPolicies policies, Partition partition, DateTimeOffset now)
    {
        Policies = policies;
        Partition = partition;
        this.now = now;
        authorization = new Authorization
        {
            ServiceControlPolicies = PolicyLevels.Of([
                .. policies.ServiceControlPolicies.Select(p => new CompiledPolicy(p, "ours")),
            ]),
        };
    }

    public GeneratedPolicies Policies { get; }

    public Partition Partition { get; }

    /// <summary>Null with a report when the configuration gives no policies.</summary>
    public static Expectations? Of(
        GovernanceConfig config,
        AllowedImagesState mode,
        DateTimeOffset now,
        DiagnosticBag bag
    ) =>
        PolicyGenerator.Generate(config, DateOnly.FromDateTime(now.UtcDateTime), mode, bag) is { } policies
            ? new Expectations(policies, config.Policy.Partition, now)
            : null;

    /// <summary>Whether the service control policy denies it to a role that is not exempt.</summary>
    /// <param name="image">
    /// The image of a launch or of a change of permissions; null for calls that make an image, which the caller owns.
    /// </param>
    public bool Denies(TestedAction action, VerificationPlace place, ImageFacts? image) =>
        Denies(Call(action, place, image, RoleArn(place.Account, AnyRole)));

    public string RoleArn(AccountId account, string role) =>
        new Arn(Partition.Name(), "iam", "", account.Value, $"role/{role}").ToString();

    /// <summary>Whether the role is exempt from a deny that reaches others: then its call shows nothing.</summary>
    public bool Exempts(TestedAction action, VerificationPlace place, ImageFacts? image, string principalArn) =>
        Denies(action, place, image) && !Denies(Call(action, place, image, principalArn));

    private bool Denies(Ec2Call call) => authorization.Decide(call, new Caller()).Outcome == Outcome.ExplicitDeny;

    /// <summary>The same call for whoever decides it by other policies.</summary>
    public Ec2Call Call(TestedAction action, VerificationPlace place, ImageFacts? image, string principalArn) =>
        new()
        {
            Action = $"ec2:{action}",
            Account = place.Account,
            PrincipalArn = principalArn,
            Partition = Partition,
            Region = place.Region,
            Time = now,
            ImageId = image?.ImageId,
            ImageOwner = image?.IamOwner ?? place.Account.Value,
            ImageOwnerAccount = image is { OwnerId.Length: > 0 } ? image.OwnerId : place.Account.Value,
            ImageIsPublic = image?.IsPublic,
        };

    /// <summary>What Allowed AMIs makes of an image in the account.</summary>
    public ImageDecision Decide(ImageFacts image, AccountId account) =>
        AllowedImages.Decide(Policies.Declarative, image, account, now);
}
