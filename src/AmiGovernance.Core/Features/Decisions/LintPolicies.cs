using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Decisions;

/// <summary>Checks any service control policy or EC2 declarative policy, ours or not.</summary>
public static class LintPolicies
{
    public static void Run(IEnumerable<string> paths, IFileReader files, DiagnosticBag bag)
    {
        foreach (var path in paths)
            if (files.Read(path, bag) is { } source)
                Lint(source, bag);
    }

    public static void Lint(SourceText source, DiagnosticBag bag)
    {
        if (JsonParser.Parse(source, bag) is not { } tree)
            return;
        var isDeclarative = tree.Root is JsonObject root && (root["ec2_attributes"] ?? root["content"]) is not null;
        CheckSize(tree, isDeclarative, bag);
        if (isDeclarative)
            DeclarativePolicyParser.Parse(tree, bag);
        else if (PolicyParser.Parse(tree, PolicyType.ServiceControlPolicy, bag) is { } policy)
            foreach (var rule in PolicyRules.All)
                rule.Check(new PolicyRuleInput(tree, policy), bag);
    }

    /// <summary>As sent: the CLI and SDKs send the file as it is, white space included.</summary>
    private static void CheckSize(JsonDocumentTree tree, bool isDeclarative, DiagnosticBag bag)
    {
        var size = JsonText.Characters(tree.Source.Bytes.Span);
        var quota = isDeclarative ? PolicyQuotas.DeclarativeCharacters : PolicyQuotas.ScpCharacters;
        if (size > quota)
            bag.Report(
                GenerationDiagnostics.OverQuota,
                SourceLocation.OfFile(tree.Source),
                $"the file has {size} characters as it is; AWS allows {quota}",
                "white space counts unless the console removes it: send the document minified (`jq -c .`)"
            );
        else if (size > quota * PolicyQuotas.WarningShare)
            bag.Report(
                GenerationDiagnostics.NearQuota,
                SourceLocation.OfFile(tree.Source),
                $"the file has {size} of {quota} characters as it is"
            );
    }
}
