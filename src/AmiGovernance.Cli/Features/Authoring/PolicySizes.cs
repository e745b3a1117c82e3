using System.Globalization;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>The head-room of generated policies in AWS's quotas, counted without white space.</summary>
internal static class PolicySizes
{
    public static string Describe(GeneratedPolicies policies)
    {
        var declarative = JsonText.Characters(
            DeclarativePolicyWriter.Organizations(policies.Declarative, indented: false)
        );
        var sizes = policies.ServiceControlPolicies.Select(p => JsonText.Characters(PolicyWriter.Minified(p))).ToList();
        return $"declarative policy {Of(declarative, PolicyQuotas.DeclarativeCharacters)}; service control policy "
            + string.Join(" + ", sizes.Select(s => Of(s, policies.ScpCharacters)));
    }

    private static string Of(int size, int quota) =>
        string.Create(CultureInfo.InvariantCulture, $"{size:N0} of {quota:N0} characters ({100.0 * size / quota:0} %)");
}
