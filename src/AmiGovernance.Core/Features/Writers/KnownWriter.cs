using System.Collections.Immutable;

namespace AmiGovernance.Core.Features.Writers;

/// <summary>What another writer does to policies that are not its own, and how to live with it.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Does">To policies and attachments, ours among them.</param>
/// <param name="LiveWith">What to do, or to leave.</param>
/// <param name="Source">Where that is known from.</param>
public sealed record KnownWriter(OtherWriter Writer, string Name, string Does, string LiveWith, string Source)
{
    /// <summary>
    /// Whether it acts on organizational units and accounts of its own configuration whatever is attached there, so that no sign of it
    /// is to be seen on them.
    /// </summary>
    public bool WatchesTargets { get; init; }

    public string Id => Writer.Id();

    public static KnownWriter Of(OtherWriter writer) => All.First(known => known.Writer == writer);

    /// <summary>The one place that says what other writers do.</summary>
    public static readonly ImmutableArray<KnownWriter> All =
    [
        new(
            OtherWriter.LandingZoneAccelerator,
            "Landing Zone Accelerator",
            "where `scpRevertChangesConfig` is on, it answers each change of a service control policy that is not its own: on the"
                + " organizational units and accounts of its configuration it detaches what others attach, and attaches again what others"
                + " detach; a policy that its configuration names gets back its content. The root, declarative policies and the content of"
                + " policies that it does not name are left alone",
            "attach the service control policy to the root; or deploy in a session whose name begins with its prefix (in the profile:"
                + " `role_session_name = AWSAccelerator-amigov`; the name of the session counts, not that of the role); or let it deploy the"
                + " policies: what its organization-config.yaml names is its own",
            "github.com/awslabs/landing-zone-accelerator-on-aws, constructs/lib/aws-events/revert-scp-changes/index.ts"
                + " and constructs/lib/aws-organizations/attach-policy/index.ts, read at 61bba81"
        )
        {
            WatchesTargets = true,
        },
        new(
            OtherWriter.CustomizationsForControlTower,
            "Customizations for AWS Control Tower",
            "each run of its pipeline writes and attaches the service control policies that its manifest names, found by their names;"
                + " policies of other names are left alone",
            "give no policy of its manifest one of our names",
            "github.com/aws-solutions/aws-control-tower-customizations, source/src/cfct/state_machine_handler.py, read at 9c7ab05"
        ),
        new(
            OtherWriter.ControlTower,
            "AWS Control Tower",
            "it reports drift when its own policies (`aws-guardrails-…`) are changed, detached, or attached elsewhere, and puts them back"
                + " when the landing zone is reset or an organizational unit is registered again; policies of others are left alone. A"
                + " declarative policy of one of its controls that was attached earlier to the same target wins where both set a value",
            "never edit or detach its policies, and leave room for its next one: it needs places of the quota on each registered"
                + " organizational unit",
            "AWS Control Tower user guide, \"Types of governance drift\"; re:Post, \"control-tower-landing-zone-drift\""
        ),
        new(
            OtherWriter.Terraform,
            "Terraform",
            "its next run puts back the policies and attachments of its state, and only those",
            "keep ours out of its state: `terraform state rm`, or a `removed` block with `destroy = false`",
            "github.com/hashicorp/terraform-provider-aws, internal/service/organizations/policy.go and policy_attachment.go"
        ),
        new(
            OtherWriter.StackSets,
            "CloudFormation StackSets",
            "it writes the policies of its templates when the stack set changes, and deletes them with the stack; it puts nothing back of"
                + " its own accord",
            "keep ours out of its templates",
            "CloudFormation user guide, \"AWS::Organizations::Policy\" and \"Managing stacks with StackSets\""
        ),
        new(
            OtherWriter.CloudFormation,
            "CloudFormation",
            "it writes a policy of a stack when the stack changes it, and deletes it with the stack; it puts nothing back of its own accord",
            "keep ours out of stacks: `DeletionPolicy: Retain`, then take the policy out of the template",
            "CloudFormation user guide, \"AWS::Organizations::Policy\" and \"DeletionPolicy attribute\""
        ),
    ];
}
