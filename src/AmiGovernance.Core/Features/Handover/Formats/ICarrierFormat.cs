using System.Collections.Immutable;
using AmiGovernance.Core.Governance.Generation;

namespace AmiGovernance.Core.Features.Handover.Formats;

/// <summary>The files that a carrier reads.</summary>
internal interface ICarrierFormat
{
    /// <summary>What only the organization could tell and these files need; empty where all is known.</summary>
    IEnumerable<string> Missing(CarriedState state);

    /// <summary>Why the carrier would bring something else to AWS than what is meant; empty where it would not.</summary>
    IEnumerable<string> Problems(CarriedState state);

    IEnumerable<GeneratedFile> Files(CarriedState state);

    /// <summary>What its people must know.</summary>
    ImmutableArray<string> Notes(CarriedState state);

    /// <summary>What was brought by the export before this one, and stays where this one has it no more.</summary>
    IEnumerable<string> LeftBehind(ImmutableArray<EarlierPolicy> earlier, CarriedState state) => [];
}
