"""Common given names and whom they are usually given to: a hint for "he" and "she", never proof.

Written from general knowledge of names common in English-language news; names given to both are left
out on purpose (Alex, Chris, Jordan, Kim, Robin, Sam, Taylor).
"""

MALE_GIVEN = frozenset(
    """
    aaron abdul abraham adam ahmed alan albert alexander alfred ali allen andrew anthony antonio arthur barack ben
    benjamin bernard bernie bill bob boris brad brian bruce carl carlos charles charlie christopher craig dan daniel
    david dean dennis diego dmitry don donald doug douglas duncan ed eddie edward emmanuel eric ernest fernando francis
    frank fred gary geoffrey george gerald giovanni gordon greg gregory hans harold harry hassan henry howard hugo ian
    ibrahim isaac ivan jack jacob jake james jamie jason javier jeff jeffrey jeremy jerome jerry jesus jim jimmy joe
    joel john jonathan jorge jose joseph joshua juan julian justin karl keith kenneth kevin khalid larry lawrence leon
    leonard louis luis luke malcolm marco mario mark martin matthew michael miguel mike mitch mohamed mohammed muhammad
    nathan nicholas nick nigel norman oliver omar oscar patrick paul pedro peter philip pierre rafael ralph ray raymond
    ricardo richard rick robert roberto roger ronald roy rudy russell ryan salman samuel scott sean sergei simon stanley
    stephen steve steven stuart terry theodore thomas tim timothy toby todd tom tony vernon victor vincent vladimir
    volodymyr walter warren wayne wilbur william winston xavier zachary
    """.split()
)

FEMALE_GIVEN = frozenset(
    """
    alexandra abigail ada adele agnes alice alicia alison amanda amelia amy ana andrea angela angelina anita ann anna anne annette
    annie audrey barbara beatrice becky bernadette beth betty beverly bonnie brenda bridget camila carla carmen carol
    caroline catherine cecilia charlotte cheryl christina christine cindy claire clara claudia connie cristina cynthia
    daisy dana danielle deborah debra denise diana diane donna dora doris dorothy edith eileen elaine eleanor elena elisabeth
    elizabeth ellen emily emma erica erin esther eva evelyn fatima fiona florence frances gabriela gail georgia gina
    gloria grace greta hannah harriet heather helen hillary ida ingrid irene isabel isabella ivanka jacqueline jane
    janet janice jean jennifer jenny jessica jill joan joanna josephine joyce judith judy julia julie karen katharine
    katherine kathleen kathryn kathy katie kellyanne laura lauren leila lena leslie lillian linda lisa lois loretta
    louise lucia lucy lydia lynn madeline maggie margaret maria marianne marie marilyn marina marjorie marsha martha
    mary maeve maureen maya megan melania melanie melissa meredith michelle mildred miriam molly monica nadia nancy naomi
    natalie nicole nina nora olga olivia pamela patricia paula pauline penelope phyllis priya rachel rebecca regina
    rita roberta rosa rose rosemary ruth sally samantha sandra sara sarah serena sharon sheila shirley silvia sofia
    sonia sonya sophia sophie stella stephanie susan susanna sylvia tamara teresa theresa tiffany tina valerie vanessa
    vera veronica victoria virginia wanda wendy winifred yolanda yvonne
    """.split()
)

GIVEN = MALE_GIVEN | FEMALE_GIVEN
