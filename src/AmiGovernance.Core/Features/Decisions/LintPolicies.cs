using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Checks any service control, resource control or EC2 declarative policy, ours or not.</summary>
public static class LintPolicies
{
    public static void Run(IEnumerable<string> paths, IFileReader files, DateOnly asOf, DiagnosticBag bag)
    {
        foreach (var path in paths)
            if (files.Read(path, bag) is { } source)
                Lint(source, asOf, bag);
    }

    public static void Lint(SourceText source, DateOnly asOf, DiagnosticBag bag)
    {
        if (JsonParser.Parse(source, bag) is not { } tree)
            return;
        foreach (var found in PoliciesInFile.Find(tree, bag))
            Lint(found, asOf, bag);
    }

    private static void Lint(FoundPolicy found, DateOnly asOf, DiagnosticBag bag)
    {
        var (tree, type) = found;
        CheckSize(tree, type.Kind(), bag);
        if (type.Kind().Language is not { } language)
        {
            if (DeclarativePolicyParser.Parse(tree, bag) is { } declarative)
                foreach (var rule in DeclarativeRules.All)
                    rule.Check(new DeclarativeRuleInput(tree, declarative), bag);
            return;
        }
        if (PolicyParser.Parse(tree, language, bag) is { } policy)
            foreach (var rule in PolicyRules.Of(language))
                rule.Check(new PolicyRuleInput(tree, policy, asOf), bag);
    }

    /// <summary>As sent: the CLI and SDKs send the file as it is, white space included.</summary>
    private static void CheckSize(JsonDocumentTree tree, OrganizationPolicyKind kind, DiagnosticBag bag)
    {
        var size = JsonText.Characters(tree.Source.Bytes.Span);
        var quota = kind.Characters;
        if (size > quota)
            bag.Report(
                GenerationDiagnostics.OverQuota,
                SourceLocation.OfFile(tree.Source),
                $"the file has {size} characters as it is; AWS allows {quota}",
                TooBigAdvice(tree, quota)
            );
        else if (size > quota * PolicyQuotas.WarningShare)
            bag.Report(
                GenerationDiagnostics.NearQuota,
                SourceLocation.OfFile(tree.Source),
                $"the file has {size} of {quota} characters as it is"
            );
    }

    private static string TooBigAdvice(JsonDocumentTree tree, int quota)
    {
        var minified = JsonNodeWriter.Minified(tree.Root).Length;
        return minified <= quota
            ? "white space counts unless the console removes it: send the document minified (`jq -c .`)"
            : $"minified it still has {minified}: split the statements over several policies; one list of owners cannot be split";
    }
}
