using System.Collections.Immutable;
using AmiGovernance.Core.Policies.Iam;

namespace AmiGovernance.Core.Governance.Proof;

/// <summary>Which resources of a call are looked at.</summary>
internal enum Asked
{
    /// <summary>Those that every such call touches, and the image: what the engine asks for a call.</summary>
    Always,

    /// <summary>Those that only some such calls name.</summary>
    Sometimes,

    /// <summary>The image alone.</summary>
    Image,

    /// <summary>All of them.</summary>
    All,
}

/// <summary>One resource of a call, of which EC2 asks whether the call may touch it.</summary>
/// <param name="Definition">Null for an action that the table does not know.</param>
/// <param name="Resource">Null for actions without resources, which are asked about `*`.</param>
internal sealed record Question(string Action, ActionDefinition? Definition, ActionResource? Resource)
{
    private const string Image = "image";

    public string Type => Resource?.Type.Name ?? "*";

    /// <summary>Whether it is about an image that is there already; the image that a call creates has no id yet.</summary>
    public bool IsOnImage => Type == Image && (IsSource || !GuardedActions.IsCreation(Action));

    /// <summary>Whether it is about the image that is copied.</summary>
    public bool IsSource { get; private init; }

    /// <summary>Whether it is about the image that a copy makes, whose owner is the caller.</summary>
    public bool IsCopy => Type == Image && !IsSource && GuardedActions.IsCopy(Action);

    public static ImmutableArray<Question> Of(string action, Asked asked)
    {
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        var service = ActionTable.Service(action[..Math.Max(colon, 0)]);
        if (service?.Find(action[(colon + 1)..]) is not { Resources.IsEmpty: false } definition)
            return asked == Asked.Sometimes ? [] : [new Question(action, service?.Find(action[(colon + 1)..]), null)];
        var resources = definition.Resources.Where(r => IsAsked(r, asked)).ToList();
        // Where a call names one of several resources and the reference marks none, something must answer.
        var answering = resources.Count == 0 && asked == Asked.Always ? [.. definition.Resources] : resources;
        return [.. answering.DistinctBy(r => r.Type.Name).SelectMany(r => Of(action, definition, r))];
    }

    private static IEnumerable<Question> Of(string action, ActionDefinition definition, ActionResource resource)
    {
        var question = new Question(action, definition, resource);
        return question.IsCopy ? [question with { IsSource = true }, question] : [question];
    }

    private static bool IsAsked(ActionResource resource, Asked asked)
    {
        var isAlways = resource.Required || resource.Type.Name == Image;
        return asked switch
        {
            Asked.Always => isAlways,
            Asked.Sometimes => !isAlways,
            Asked.Image => resource.Type.Name == Image,
            _ => true,
        };
    }

    /// <summary>Whether a request can carry the key on this resource, by the Service Authorization Reference.</summary>
    public bool CanCarry(string key) =>
        !Listed.Any(start => key.StartsWith(start, StringComparison.OrdinalIgnoreCase))
        || Definition is null
        || Definition.Carries(key, Resource is null ? [] : [Resource]);

    /// <summary>The beginnings of keys that the reference lists for the actions and resources that carry them.</summary>
    private static readonly string[] Listed = ["ec2:", "aws:RequestTag/", "aws:ResourceTag/", "aws:TagKeys"];
}
