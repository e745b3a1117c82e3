using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>Where a sign of another writer is looked for.</summary>
public enum SignKind
{
    /// <summary>`key=value` of a tag of a policy.</summary>
    PolicyTag,

    PolicyName,

    /// <summary>The service principal of a service with trusted access.</summary>
    TrustedService,

    /// <summary>The name of a role in the caller's account.</summary>
    ExistingRole,

    /// <summary>The name of the role that made a recorded call.</summary>
    Role,

    /// <summary>The name of the session of that role.</summary>
    Session,

    /// <summary>What a recorded call says that it was made with.</summary>
    UserAgent,

    /// <summary>The service that made a recorded call for somebody.</summary>
    Service,
}

/// <summary>A sign by which another writer is known.</summary>
/// <param name="Pattern">`*` stands for any text.</param>
/// <param name="IsCertain">Whether nothing else has it; else it is told with "perhaps".</param>
/// <param name="Source">Where it is known from; "not verified" where nothing says that policies carry it.</param>
public sealed record WriterSign(OtherWriter Writer, SignKind Kind, string Pattern, bool IsCertain, string Source)
{
    private const string Lza = "github.com/awslabs/landing-zone-accelerator-on-aws";
    private const string Cfct = "github.com/aws-solutions/aws-control-tower-customizations";

    /// <summary>
    /// The table of signs; of several writers that one thing points to, the first counts. Stacks that a stack set makes have names
    /// that begin with `StackSet-`, so these stand before those of any stack.
    /// </summary>
    public static readonly ImmutableArray<WriterSign> All =
    [
        new(
            OtherWriter.LandingZoneAccelerator,
            SignKind.PolicyTag,
            "AWSAcceleratorManaged=Yes",
            IsCertain: true,
            $"{Lza}, constructs/lib/aws-organizations/policy.ts: the prefix, then `Managed`; installations may have another prefix"
        ),
        new(
            OtherWriter.LandingZoneAccelerator,
            SignKind.PolicyTag,
            "Accelerator=*",
            IsCertain: false,
            $"{Lza}, accelerator/lib/toolkit.ts: a tag of its stacks; that policies carry it is not verified"
        ),
        new(
            OtherWriter.LandingZoneAccelerator,
            SignKind.ExistingRole,
            "AWSAccelerator-MoveAccountConfigRule-Role",
            IsCertain: true,
            $"{Lza}, accelerator/lib/stacks/accounts-stack.ts: in the management account, where there is no Control Tower"
        ),
        new(
            OtherWriter.LandingZoneAccelerator,
            SignKind.UserAgent,
            "*AwsSolution/SO0199/*",
            IsCertain: true,
            $"{Lza}, accelerator/lib/accelerator-aspects.ts: `SOLUTION_ID` of its functions"
        ),
        new(
            OtherWriter.LandingZoneAccelerator,
            SignKind.Role,
            "AWSAccelerator-*-*",
            IsCertain: true,
            $"{Lza}, accelerator/lib/stacks/finalize-stack.ts: CloudFormation names roles after stack and resource"
        ),
        new(
            OtherWriter.LandingZoneAccelerator,
            SignKind.Session,
            "AWSAccelerator*",
            IsCertain: false,
            $"{Lza}, revert-scp-changes/index.ts: its own calls are known by it, and so are those of whoever takes such a name"
        ),
        new(
            OtherWriter.CustomizationsForControlTower,
            SignKind.Role,
            "CustomControlTower*",
            IsCertain: true,
            $"{Cfct}, customizations-for-aws-control-tower.template: `CustomControlTowerStateMachineLambdaRole`"
        ),
        new(
            OtherWriter.CustomizationsForControlTower,
            SignKind.ExistingRole,
            "CustomControlTowerStateMachineLambdaRole",
            IsCertain: true,
            $"{Cfct}, customizations-for-aws-control-tower.template"
        ),
        new(
            OtherWriter.CustomizationsForControlTower,
            SignKind.UserAgent,
            "*AwsSolution/SO0089/*",
            IsCertain: true,
            $"{Cfct}, source/src/cfct/aws/utils/boto3_session.py"
        ),
        new(
            OtherWriter.ControlTower,
            SignKind.PolicyName,
            "aws-guardrails-*",
            IsCertain: true,
            $"re:Post, \"control-tower-landing-zone-drift\"; {Lza}, revert-scp-changes/index.ts"
        ),
        new(
            OtherWriter.ControlTower,
            SignKind.ExistingRole,
            "AWSControlTowerAdmin",
            IsCertain: true,
            "AWS Control Tower user guide, \"How AWS Control Tower works with roles\""
        ),
        new(
            OtherWriter.ControlTower,
            SignKind.TrustedService,
            "controltower.amazonaws.com",
            IsCertain: true,
            "Organizations user guide, \"AWS Control Tower and AWS Organizations\""
        ),
        new(
            OtherWriter.ControlTower,
            SignKind.Role,
            "AWSControlTowerAdmin",
            IsCertain: true,
            "AWS Control Tower user guide, \"How AWS Control Tower works with roles\""
        ),
        new(
            OtherWriter.ControlTower,
            SignKind.Role,
            "AWSControlTowerExecution",
            IsCertain: true,
            "AWS Control Tower user guide, \"How AWS Control Tower works with roles\""
        ),
        new(
            OtherWriter.ControlTower,
            SignKind.Service,
            "controltower.amazonaws.com",
            IsCertain: true,
            "CloudTrail user guide, \"CloudTrail userIdentity element\"; that its calls on policies say so is not verified"
        ),
        new(
            OtherWriter.Terraform,
            SignKind.UserAgent,
            "*HashiCorp/1.0 Terraform/*",
            IsCertain: true,
            "github.com/hashicorp/terraform-provider-aws, internal/conns: `StdUserAgentProducts`"
        ),
        new(
            OtherWriter.Terraform,
            SignKind.PolicyTag,
            "*terraform*",
            IsCertain: false,
            "a habit: Terraform sets no tags of its own"
        ),
        new(
            OtherWriter.StackSets,
            SignKind.PolicyTag,
            "aws:cloudformation:stack-name=StackSet-*",
            IsCertain: true,
            "CloudFormation user guide, \"Resource tag\"; that policies carry it is not verified"
        ),
        new(
            OtherWriter.StackSets,
            SignKind.ExistingRole,
            "AWSCloudFormationStackSetAdministrationRole",
            IsCertain: true,
            "CloudFormation user guide, \"Grant self-managed permissions\""
        ),
        new(
            OtherWriter.StackSets,
            SignKind.Role,
            "AWSCloudFormationStackSetExecutionRole",
            IsCertain: true,
            "CloudFormation user guide, \"Grant self-managed permissions\""
        ),
        new(
            OtherWriter.StackSets,
            SignKind.Role,
            "stacksets-exec-*",
            IsCertain: true,
            "CloudFormation user guide, \"Activate trusted access for stack sets with Organizations\""
        ),
        new(
            OtherWriter.CloudFormation,
            SignKind.PolicyTag,
            "aws:cloudformation:stack-*",
            IsCertain: true,
            "CloudFormation user guide, \"Resource tag\"; that policies carry it is not verified"
        ),
        new(
            OtherWriter.CloudFormation,
            SignKind.Service,
            "cloudformation.amazonaws.com",
            IsCertain: true,
            "CloudTrail user guide, \"CloudTrail userIdentity element\": `invokedBy`"
        ),
    ];

    /// <summary>The names of the roles to look for.</summary>
    public static IEnumerable<string> Roles => All.Where(s => s.Kind == SignKind.ExistingRole).Select(s => s.Pattern);

    /// <summary>
    /// The first sign of a kind that a text bears; null when it bears none. Tags that people write are matched in any case.
    /// </summary>
    public static WriterSign? In(SignKind kind, string text) => All.FirstOrDefault(s => s.Kind == kind && s.Fits(text));

    /// <summary>The sign that a policy bears by its name or its tags, a certain one first; null when it bears none.</summary>
    public static WriterSign? On(SeenPolicy policy) =>
        In(SignKind.PolicyName, policy.Name)
        ?? policy
            .Tags.Select(t => In(SignKind.PolicyTag, $"{t.Key}={t.Value}"))
            .OfType<WriterSign>()
            .OrderByDescending(s => s.IsCertain)
            .FirstOrDefault();

    private bool Fits(string text) =>
        Wildcard.Matches(Pattern, text, ignoreCase: Kind == SignKind.PolicyTag && !IsCertain);
}
