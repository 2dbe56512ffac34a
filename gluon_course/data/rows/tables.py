"""Tables of numbers: house prices (chapter 3) and airfoil noise (chapter 7)."""

from gluon_course.data.dataset import D2L, DataSet, single

TABLES = (
    DataSet(
        "house-prices",
        "Kaggle competition house-prices-advanced-regression-techniques",
        "",
        (
            single(
                "kaggle_house_pred_train.csv",
                D2L + "kaggle_house_pred_train.csv",
                sha256="1e18addf81e5e4d347cc17ee6075bbe4a42b7fa26b9e5b063e8f692a5f929d41",
                sha1="585e9cc93e70b39160e7921475f9bcd7d31219ce",
                size=460676,
            ),
            single(
                "kaggle_house_pred_test.csv",
                D2L + "kaggle_house_pred_test.csv",
                sha256="8fdd3d829d4d986b58f845c9553b225e67dd8383624d90fb6ca1d4bed5798c1e",
                sha1="fa19780a7b011d9b009e8bff8e99922a8ee2eb90",
                size=451405,
            ),
        ),
        licence="Apache-2.0 (repository of the text); rules of the competition",
        section="3.16, v2:4.10",
    ),
    DataSet(
        "airfoil",
        "NASA airfoil self-noise, 1,503 rows of 6 numbers",
        "airfoil_self_noise.dat",
        (
            single(
                "airfoil_self_noise.dat",
                D2L + "airfoil_self_noise.dat",
                sha256="74c75fd71783f1e6b71f8a622b993dc592897a97cd689c5090a07147a1b097b3",
                sha1="76e5be1548fd8222e5074cf0faae75edff8cf93f",
                size=59984,
            ),
        ),
        licence="Apache-2.0 (repository of the text); set of the UCI repository",
        section="7.3-7.8",
    ),
)
