using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Terraform;

/// <summary>Where the resources of a plan are deployed: by their own Region, else by the values of their provider.</summary>
internal sealed class PlanProviders
{
    private const int MaxDepth = 20;
    private const string Variable = "var.";

    private readonly Dictionary<string, string> providers = new(StringComparer.Ordinal);
    private readonly TreeNode? configured;
    private readonly TreeNode? variables;

    public PlanProviders(TreeNode root)
    {
        configured = root.At("configuration", "provider_config");
        variables = root["variables"];
        Read(root.At("configuration", "root_module"), "", 0);
    }

    private void Read(TreeNode? module, string prefix, int depth)
    {
        if (module is null || depth > MaxDepth)
            return;
        foreach (var resource in module["resources"]?.Items ?? [])
            if (resource["address"]?.Text is { } address && resource["provider_config_key"]?.Text is { } key)
                providers[$"{prefix}{address}"] = key;
        foreach (var call in module["module_calls"]?.Entries ?? [])
            Read(call.Value["module"], $"{prefix}module.{call.Name}.", depth + 1);
    }

    /// <summary>What neither a constant nor one variable says, is not known.</summary>
    public ProviderFacts Of(string address, TreeNode? values)
    {
        var key = providers.GetValueOrDefault(WithoutIndices(address), "aws");
        var given = configured?[key]?["expressions"];
        // Those of a module have the values of its arguments, which a plan does not tell.
        var isOfRoot = !key.Contains(':', StringComparison.Ordinal);
        return new ProviderFacts(
            RegionTexts.Region(values?["region"]?.Text ?? TextOf(given?["region"], isOfRoot)),
            RoleAccount(TextOf(Only(given?["assume_role"])?["role_arn"], isOfRoot))
                ?? Account(TextOf(given?["allowed_account_ids"], isOfRoot))
        );
    }

    private static AccountId? Account(string? text)
    {
        if (AccountId.TryParse(text ?? "", out var account))
            return account;
        return null;
    }

    /// <summary>Of the role, or of the variable that its ARN is made of.</summary>
    private static AccountId? RoleAccount(string? text) =>
        Arn.TryParse(text ?? "", out var arn) ? Account(arn.Account) : Account(text);

    private static TreeNode? Only(TreeNode? value)
    {
        if (value is not TreeList list)
            return value;
        return list.Members is [var only] ? only : null;
    }

    /// <summary>A plan says of an expression its constant value, or the names that it rests on.</summary>
    private string? TextOf(TreeNode? expression, bool isOfRoot)
    {
        if (expression?["constant_value"] is { } constant)
            return Only(constant)?.Text;
        var name = isOfRoot ? Only(expression?["references"])?.Text : null;
        return name?.StartsWith(Variable, StringComparison.Ordinal) == true
            ? Only(variables?.At(name[Variable.Length..], "value"))?.Text
            : null;
    }

    /// <summary>The configuration has one address for all instances of a resource.</summary>
    private static string WithoutIndices(string address)
    {
        var bare = new System.Text.StringBuilder();
        var depth = 0;
        foreach (var c in address)
        {
            if (c == '[')
                depth++;
            if (depth == 0)
                bare.Append(c);
            if (c == ']')
                depth = Math.Max(0, depth - 1);
        }
        return bare.ToString();
    }
}
