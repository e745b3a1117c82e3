using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>
/// The messages of the organization's own to those whom its declarative policies deny (Organizations user guide, "Custom error messages"):
/// an error that holds one says who refused.
/// </summary>
public static class ExceptionMessages
{
    /// <summary>Of the policies that a call is explained by, as far as files have them; whoever reads them reports mistakes.</summary>
    public static ImmutableArray<string> Of(ExplainRequest request, IFileReader files)
    {
        var ignored = new DiagnosticBag();
        if (request.OrganizationPath is { } path)
            return OfOrganization(OrganizationFile.Read(files, path, ignored));
        if (request.Origin is { } origin && ConfiguredPolicies.StandsIn(origin, request.Folder, files))
            return Told(ConfiguredPolicies.Generate(origin, OtherPolicies.None, files, ignored)?.Policies.Declarative);
        return Told(RepositoryFiles.ReadDecidingDist(files, request.Folder, ignored).Declarative);
    }

    /// <summary>Whether a text of AWS has the message in it, wherever a window has wrapped it.</summary>
    /// <param name="text">On one line.</param>
    public static bool Holds(string text, string? message) =>
        !string.IsNullOrWhiteSpace(message) && text.Contains(OneLine(message), StringComparison.Ordinal);

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static ImmutableArray<string> OfOrganization(Organization? organization) =>
        [
            .. (organization?.Policies ?? [])
                .Where(p => p.Type == OrganizationPolicyType.DeclarativePolicyEc2)
                .SelectMany(p =>
                    Told(DeclarativePolicyParser.Parse(SourceText.FromString(p.Name, p.Content), new DiagnosticBag()))
                )
                .Distinct(),
        ];

    private static ImmutableArray<string> Told(DeclarativePolicy? policy) =>
        policy?.ExceptionMessage is { } message ? [message] : [];
}
