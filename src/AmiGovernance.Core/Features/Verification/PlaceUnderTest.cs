using System.Collections.Immutable;
using AmiGovernance.Core.Features.Planning;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Ports.Verification;

namespace AmiGovernance.Core.Features.Verification;

/// <summary>One Region of one account with what was found there, and the lines that its tests write.</summary>
internal sealed class PlaceUnderTest(
    VerificationPlace place,
    VerifiedAccount account,
    Expectations expected,
    DeployedPolicies? deployed,
    string principalArn
)
{
    private readonly List<VerificationLine> lines = [];

    public VerificationPlace Place { get; } = place;

    public VerifiedAccount Account { get; } = account;

    public Expectations Expected { get; } = expected;

    public DeployedPolicies? Deployed { get; } = deployed;

    /// <summary>Of the caller in this account: its role, never a session.</summary>
    public string PrincipalArn { get; } = principalArn;

    public required PlaceSettings Settings { get; init; }

    public required ImmutableArray<SeenInstance> Instances { get; init; }

    public ChosenImage? Approved { get; init; }

    public ChosenImage? NotApproved { get; set; }

    /// <summary>The image whose launch must be refused; null with the reason where a launch of it would show nothing.</summary>
    public ChosenImage? MustBeRefused(out string whyNot)
    {
        whyNot = "no policy holds the own images of the management account back";
        if (NotApproved is { } image)
            return IsManagementAccount && IsOwn(image) ? null : image;
        whyNot = DryRunCheck.NoneNotApproved;
        return null;
    }

    /// <summary>Null when the account owns none that can be launched.</summary>
    public SeenImage? Own { get; init; }

    public ImmutableArray<VerificationLine> Lines => [.. lines];

    /// <summary>SCPs do not restrict the management account (Organizations user guide, "Service control policies").</summary>
    public bool IsManagementAccount => Account.IsManagement == true;

    /// <summary>Where it could not be found out.</summary>
    public bool MayBeManagementAccount => Account.IsManagement is null;

    /// <summary>The account's own images are not hidden from it.</summary>
    public bool IsOwn(ChosenImage image) => image.Image.Facts.OwnerId == Place.Account.Value;

    /// <summary>False where the service knows no EC2 policies: then there is nothing to expect of Allowed AMIs.</summary>
    public bool HasDeclarative => Deployed is null || !ScpAlone.In(Deployed.Organization);

    public bool Enforced => Account.Mode == AllowedImagesState.Enabled;

    public VerificationLine Line(ChecklistItem item, EvidenceKind evidence, string what, string expected) =>
        new(item, evidence, Place.Account, Place.Region, what) { Expected = expected };

    public void Add(VerificationLine line) => lines.Add(line);

    public void Replace(VerificationLine line, VerificationLine other) => lines[lines.IndexOf(line)] = other;
}
