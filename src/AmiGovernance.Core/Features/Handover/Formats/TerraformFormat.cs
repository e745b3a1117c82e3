using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>
/// `aws_organizations_policy` and `aws_organizations_policy_attachment` of the `aws` provider. Documents are files, for `jsonencode`
/// escapes characters, which AWS would count. `import` blocks stand in a file of their own: only a root module may have them (Terraform
/// language, "import block").
/// </summary>
internal sealed class TerraformFormat : ICarrierFormat
{
    private const string RootId = "data.aws_organizations_organization.current.roots[0].id";

    public IEnumerable<string> Missing(CarriedState state) => [];

    public IEnumerable<string> Problems(CarriedState state) => [];

    public ImmutableArray<string> Notes(CarriedState state) =>
        [
            "Terraform 1.5 or later (`import`, `check`), or OpenTofu; run it with credentials of the management account, or of an account"
                + " that may manage policies",
            "the policy types must be enabled: `enabled_policy_types` of `aws_organizations_organization` has `SERVICE_CONTROL_POLICY` and"
                + " `DECLARATIVE_POLICY_EC2`",
            "a check warns in each plan once an exception has ended that the files still have",
        ];

    public IEnumerable<GeneratedFile> Files(CarriedState state)
    {
        foreach (var policy in state.Policies)
            yield return CarrierText.Document($"policies/{policy.File}.json", policy);
        yield return CarrierText.File("ami-governance.tf", Main(state));
        if (Imports(state) is { Length: > 0 } imports)
            yield return CarrierText.File("imports.tf", $"# {state.Source}\n{imports}");
    }

    private static string Main(CarriedState state)
    {
        var text = new StringBuilder($"# {state.Source}\n");
        if (state.Targets.Any(t => t.Id is null))
            text.Append("\ndata \"aws_organizations_organization\" \"current\" {}\n");
        foreach (var policy in state.Policies)
        {
            Policy(text, policy, state);
            foreach (var target in policy.Targets)
                Hcl.Block(
                    text,
                    $"resource \"aws_organizations_policy_attachment\" \"{AttachmentName(policy, target)}\"",
                    [
                        ("policy_id", $"aws_organizations_policy.{Name(policy)}.id"),
                        ("target_id", target.Id is null ? RootId : Hcl.Quoted(target.Id)),
                    ]
                );
        }
        Check(text, state);
        return text.ToString();
    }

    private static void Policy(StringBuilder text, CarriedPolicy policy, CarriedState state)
    {
        text.Append(CultureInfo.InvariantCulture, $"\nresource \"aws_organizations_policy\" \"{Name(policy)}\" {{\n");
        Hcl.Attributes(
            text,
            "  ",
            [
                ("name", Hcl.Quoted(policy.Policy.Name)),
                ("description", Hcl.Quoted(policy.Policy.Description)),
                ("type", Hcl.Quoted(policy.Policy.Type.Name())),
                ("content", $"file(\"${{path.module}}/policies/{policy.File}.json\")"),
            ]
        );
        text.Append("\n  tags = {\n");
        Hcl.Attributes(text, "    ", [.. state.Tags.Select(t => (Hcl.Quoted(t.Key), Hcl.Quoted(t.Value)))]);
        text.Append("  }\n");
        if (!policy.IsDeclarative && First(state) is { } first)
        {
            text.Append("\n  depends_on = [\n");
            foreach (var target in first.Targets)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"    aws_organizations_policy_attachment.{AttachmentName(first, target)},\n"
                );
            text.Append("  ]\n");
        }
        text.Append("}\n");
    }

    /// <summary>Without targets there is nothing to wait for.</summary>
    private static CarriedPolicy? First(CarriedState state) =>
        state.Policies.FirstOrDefault(p => p.IsDeclarative && !p.Targets.IsEmpty);

    private static string Imports(CarriedState state)
    {
        var text = new StringBuilder();
        foreach (var policy in state.Policies.Where(p => p.Existing is not null))
        {
            Import(text, $"aws_organizations_policy.{Name(policy)}", policy.Existing!.Id);
            foreach (var target in policy.Targets.Where(t => t.Id is { } id && policy.AttachedTo.Contains(id)))
                Import(
                    text,
                    $"aws_organizations_policy_attachment.{AttachmentName(policy, target)}",
                    $"{target.Id}:{policy.Existing.Id}"
                );
        }
        return text.ToString();
    }

    private static void Import(StringBuilder text, string to, string id) =>
        Hcl.Block(text, "import", [("to", to), ("id", Hcl.Quoted(id))]);

    /// <summary>The first end is enough: what is carried out after it must be rendered again.</summary>
    private static void Check(StringBuilder text, CarriedState state)
    {
        if (state.RenderAgain.IsEmpty)
            return;
        var first = state.RenderAgain[0];
        var message =
            $"The exception of {first.Account} ended on {first.On.Text()}: run `amigov generate` and `amigov export terraform` again.";
        Hcl.Block(
            text,
            "check \"ami_governance_exceptions\"",
            [],
            (
                "assert",
                [
                    ("condition", $"timecmp(plantimestamp(), {Hcl.Quoted($"{first.On.Text()}T00:00:00Z")}) < 0"),
                    ("error_message", Hcl.Quoted(message)),
                ]
            )
        );
    }

    private static string Name(CarriedPolicy policy)
    {
        var name = string.Concat(
            policy.File.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_')
        );
        return char.IsAsciiDigit(name[0]) ? $"p_{name}" : name;
    }

    private static string AttachmentName(CarriedPolicy policy, CarriedTarget target)
    {
        var where = target.Kind == TargetKind.Root ? "root" : target.Id!.Replace('-', '_');
        return $"{Name(policy)}_{where}";
    }
}
