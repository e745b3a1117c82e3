using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>From configuration to the bytes in `dist/`: the same input always gives the same bytes.</summary>
internal static class PolicyGenerator
{
    /// <summary>
    /// Null when no policy can be written that AWS accepts and that means what the configuration says. The configuration
    /// must have been read without errors. Exceptions count as of <paramref name="asOf"/> (UTC).
    /// </summary>
    public static GeneratedPolicies? Generate(
        GovernanceConfig config,
        DateOnly asOf,
        AllowedImagesState mode,
        DiagnosticBag bag
    )
    {
        var allowlist = Allowlist.Of(config, asOf);
        // INVARIANT: an empty allow list would block every launch. The reader demands an ops publisher, so it cannot happen.
        if (allowlist.Accounts.IsEmpty)
            throw new InvalidOperationException("the configuration was read with errors and must not be rendered");
        var declarative = DeclarativeGenerator.Generate(config, allowlist, mode);
        QuotaReport.CheckCriteria(config, declarative, bag);
        QuotaReport.CheckDeclarative(config, declarative, bag);
        var documents = PackScps(config, ScpGenerator.Generate(config, allowlist, mode), bag);
        if (bag.HasErrors || documents is not { } scps)
            return null;
        ImmutableArray<GeneratedFile> files =
        [
            Document(
                DistFiles.Declarative,
                indented => DeclarativePolicyWriter.Organizations(declarative, indented),
                PolicyQuotas.DeclarativeCharacters
            ),
            new GeneratedFile(DistFiles.Review, Review(config, declarative)),
            .. scps.Select((scp, i) => Document(DistFiles.ScpPart(i), Write(scp), config.Facts.ScpCharacters.Value)),
        ];
        return new GeneratedPolicies(mode, allowlist, declarative, scps, files)
        {
            ScpCharacters = config.Facts.ScpCharacters.Value,
        };
    }

    /// <summary>Null with a report when a statement fits no document.</summary>
    private static ImmutableArray<PolicyDocument>? PackScps(
        GovernanceConfig config,
        ImmutableArray<Statement> statements,
        DiagnosticBag bag
    )
    {
        var documents = ScpPacker.Pack(statements, config.Facts.ScpCharacters.Value, out var tooLarge);
        if (documents is { } packed)
            QuotaReport.CheckScps(config, packed, bag);
        else
            QuotaReport.StatementTooLarge(config, tooLarge, bag);
        return documents;
    }

    private static Func<bool, byte[]> Write(PolicyDocument scp) =>
        indented => indented ? PolicyWriter.Indented(scp) : PolicyWriter.Minified(scp);

    /// <summary>Indented for people while that fits the quota; AWS counts white space too.</summary>
    /// <param name="write">Writes it, indented or in its shortest form.</param>
    private static GeneratedFile Document(string path, Func<bool, byte[]> write, int quota)
    {
        byte[] indented = [.. write(true), (byte)'\n'];
        return new GeneratedFile(path, JsonText.Characters(indented) <= quota ? indented : write(false));
    }

    private static byte[] Review(GovernanceConfig config, DeclarativePolicy declarative) =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("policy_name", config.Policy.DeclarativePolicyName);
                    writer.WriteString("policy_type", OrganizationPolicyType.DeclarativePolicyEc2.Name());
                    writer.WriteString(
                        "policy_description",
                        $"for review; the document to deploy is {DistFiles.Declarative}"
                    );
                    writer.WriteStartObject("content");
                    writer.WriteStartObject("ec2");
                    DeclarativePolicyWriter.WriteReview(writer, declarative);
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                    writer.WriteEndObject();
                }
            ),
            (byte)'\n',
        ];
}
