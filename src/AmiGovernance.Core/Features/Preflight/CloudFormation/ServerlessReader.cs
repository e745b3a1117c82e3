using System.Collections.Immutable;
using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.CloudFormation;

/// <summary>Templates of CloudFormation within a service of the Serverless Framework: its `resources`, one or a list.</summary>
internal sealed class ServerlessReader(ReferenceSink sink, TreeFile file)
{
    public static bool IsService(TreeNode root) => Templates(root).Any();

    public void Read(TreeNode root)
    {
        foreach (var template in Templates(root))
            new TemplateReader(sink, file).Read(template);
        new TreeLiterals(sink, file, TemplateReader.Language).Read(root);
    }

    private static IEnumerable<TreeNode> Templates(TreeNode root)
    {
        var resources = root["resources"];
        ImmutableArray<TreeNode> all = resources is TreeMap map ? [map] : resources?.Items ?? [];
        return all.Where(TemplateReader.IsTemplate);
    }
}
