using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Tests.Base.Text;

public sealed class EnumNamesTests
{
    private static readonly EnumNames<DayOfWeek> Days = new((DayOfWeek.Friday, "fri"), (DayOfWeek.Monday, "mon"));

    [Fact]
    public void Names_stand_in_the_order_of_the_table() => Assert.Equal(["fri", "mon"], Days.All);

    [Theory]
    [InlineData("mon", DayOfWeek.Monday)]
    [InlineData("Mon", null)]
    [InlineData(null, null)]
    public void A_word_stands_for_its_value_or_for_none(string? word, DayOfWeek? day) =>
        Assert.Equal(day, Days.Find(word));

    [Fact]
    public void A_value_without_a_word_is_a_bug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Days.Of(DayOfWeek.Sunday));
}
