using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Governance.Config;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Generation;

/// <summary>From configuration to the bytes in `dist/`: the same input always gives the same bytes.</summary>
public static class PolicyGenerator
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
        var statements = ScpGenerator.Generate(config, allowlist, mode);
        var files = new List<GeneratedFile>();
        QuotaReport.CheckCriteria(config, declarative, bag);
        AddDocument(
            files,
            DistFiles.Declarative,
            indented => DeclarativePolicyWriter.Organizations(declarative, indented),
            PolicyQuotas.DeclarativeCharacters
        );
        QuotaReport.CheckDeclarative(config, declarative, bag);
        files.Add(new GeneratedFile(DistFiles.Review, Review(config, declarative)));
        var documents = ScpPacker.Pack(statements, PolicyQuotas.ScpCharacters, out var tooLarge);
        if (documents is null)
            QuotaReport.StatementTooLarge(config, tooLarge, bag);
        else
        {
            QuotaReport.CheckScps(config, documents.Value, bag);
            for (var i = 0; i < documents.Value.Length; i++)
            {
                var document = documents.Value[i];
                AddDocument(
                    files,
                    DistFiles.ScpPart(i),
                    indented => indented ? PolicyWriter.Indented(document) : PolicyWriter.Minified(document),
                    PolicyQuotas.ScpCharacters
                );
            }
        }
        return bag.HasErrors || documents is null
            ? null
            : new GeneratedPolicies(mode, allowlist, declarative, documents.Value, [.. files]);
    }

    /// <summary>Indented for people while that fits the quota; AWS counts white space too.</summary>
    private static void AddDocument(List<GeneratedFile> files, string path, Func<bool, byte[]> write, int quota)
    {
        byte[] indented = [.. write(true), (byte)'\n'];
        files.Add(new GeneratedFile(path, JsonText.Characters(indented) <= quota ? indented : write(false)));
    }

    private static byte[] Review(GovernanceConfig config, DeclarativePolicy declarative) =>
        [
            .. JsonText.Write(
                indented: true,
                writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("policy_name", config.Policy.DeclarativePolicyName);
                    writer.WriteString("policy_type", "DECLARATIVE_POLICY_EC2");
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
