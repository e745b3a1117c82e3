using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>Finds the policies that govern images: those that are attached, or those that somebody chooses.</summary>
internal sealed class FindPolicies(AdoptionRequest request, DiagnosticBag bag)
{
    /// <summary>What to do where nothing is there.</summary>
    public const string Begin = "`amigov init` begins a new configuration, `amigov discover` proposes its allow list";

    public ImmutableArray<FoundPolicy> Run()
    {
        ImmutableArray<FoundPolicy> all =
        [
            .. request
                .Organization.Policies.Where(p => !p.AwsManaged && GovernsImages(p))
                .Select(p => FoundPolicy.Of(p, request.Organization))
                .OrderBy(f => f.Policy.Type == OrganizationPolicyType.DeclarativePolicyEc2 ? 0 : 1)
                .ThenBy(f => f.Policy.Name, StringComparer.Ordinal)
                .ThenBy(f => f.Policy.Id, StringComparer.Ordinal),
        ];
        var found = request.Policies.IsEmpty ? [.. all.Where(f => !f.Targets.IsEmpty)] : Chosen(all);
        if (found.IsEmpty && !bag.HasErrors)
            bag.Add(
                Diagnostic.About(
                    "organization",
                    AdoptionDiagnostics.NothingFound,
                    $"no policy that is attached in {Sanitize.Text(request.Organization.Id)} governs images",
                    Begin
                )
            );
        return found;
    }

    private ImmutableArray<FoundPolicy> Chosen(ImmutableArray<FoundPolicy> all)
    {
        var chosen = new List<FoundPolicy>();
        foreach (var name in request.Policies.Distinct(StringComparer.Ordinal))
        {
            var named = all.Where(f => f.Policy.Id == name || f.Policy.Name == name).ToList();
            if (WhyNot(name, named) is { } reason)
                bag.Add(
                    Diagnostic.About(
                        "organization",
                        AdoptionDiagnostics.NotChosen,
                        Sanitize.Text(reason),
                        all.IsEmpty
                            ? Begin
                            : Sanitize.Text($"these govern images: {Shortened.List([.. all.Select(f => f.Words)], 10)}")
                    )
                );
            chosen.AddRange(named);
        }
        return [.. all.Where(chosen.Contains)];
    }

    private string? WhyNot(string name, List<FoundPolicy> named)
    {
        if (named.Exists(f => f.Targets.IsEmpty))
            return $"the policy `{name}` is attached nowhere: it governs nothing";
        if (named.Count > 0)
            return null;
        return request.Organization.Policies.Any(p => p.Id == name || p.Name == name)
            ? $"the policy `{name}` does not govern images"
            : $"there is no policy `{name}` in the organization";
    }

    private static bool GovernsImages(OrganizationPolicy policy) =>
        policy.Type switch
        {
            OrganizationPolicyType.DeclarativePolicyEc2 => JsonParser.Read(policy.Source).Value is { } tree
                && DeclarativeAttributes.Governed.Any(a => a.In(tree.Root) is not null),
            OrganizationPolicyType.ServiceControlPolicy => PolicyParser
                .Read(policy.Source, PolicyType.ServiceControlPolicy)
                .Value?.Statements.Any(ImageStatements.Is) == true,
            _ => false,
        };
}
